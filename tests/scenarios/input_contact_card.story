# The others must be able to call somebody
# source: covenant, words (professional); common.proto
at 2026-03-02 10:00
school: register i1 child=Sanne professional=- name=Anna => refused fields professional.professional_id
school: register i1 child=Sanne name=- => refused fields professional.name
school: register i1 child=Sanne function=- => refused fields professional.function
school: register i1 child=Sanne phone=- => refused fields professional.phone
school: register i1 child=Sanne phone=- email=a@b.example => ok
school: register i2 child=Bram name=repeat:x:61 => refused fields professional.name
school: register i2 child=Bram phone=repeat:1:33 => refused fields professional.phone
