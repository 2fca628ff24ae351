# Every wrong field is named in one answer, and nothing is registered
# source: API conventions; errors
at 2026-03-02 10:00
school: register raw:hello child=bsn:123456789,Bram@2030 area=atlantis start=tomorrow phone=- by=-
  => refused fields involvement_id members[0].bsn members[1].birth_date area start_date professional.phone acting_professional
school: involvements => nothing
