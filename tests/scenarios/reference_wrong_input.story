# A spoken reference is six letters and digits; anything else is said to be none
# source: match.proto (reference)
at 2026-03-02 10:00
school: matches reference=7K3 => refused fields reference
school: matches reference=7K3-M9U => refused fields reference
school: matches reference=repeat:7:100 => refused fields reference
school: matches reference=7k3m9q => nothing
school: matches reference=7K3-M9Q => nothing
school: involvements reference=7K3 => refused fields reference
school: involvements reference=7K3-M9Q => nothing
school: tickets reference=7K3 => refused fields reference
school: signals reference=7K3 => refused fields reference
coordinator-zeeburg: cases reference=7K3 => refused fields reference
