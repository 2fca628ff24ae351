# Registering the same again says what stands otherwise and stays so; what is told of informing the family is recorded
# source: registry.proto (not_applied, informed_recorded); own choice: a registration that differs is never passed over
at 2026-03-02 10:00
bjaa: register i1 child=Sanne => ok match=-
school: register i2 child=Sanne parent=Fatima => ok match=m1 already=no not-applied=- informed-recorded=no
bjaa: inbox => match
school: register i3 child=Sanne parent=Fatima area=noord start=2026-02-01 end=2026-12-31
  => ok id=i2 already=yes updated=no not-applied=area,start_date,end_date area=zeeburg start=2026-03-02 end=2028-03-02
again
school: involvement i2 => ok area=zeeburg start=2026-03-02 end=2028-03-02
# Without a last day none was asked: the term that moves on with every day is no difference.
at 2026-03-05 10:00
school: register i4 child=Sanne parent=Fatima start=2026-03-02 => ok id=i2 already=yes not-applied=-
school: register i5 child=Sanne@2014-05-01 adult=Fatima start=2026-03-02 => ok id=i2 not-applied=role,birth_date roles=child+parent
# Towards informed, never back.
school: register i6 child=Sanne parent=Fatima start=2026-03-02 not-informed=unreachable
  => ok id=i2 informed-recorded=yes not-applied=- informed=unreachable
school: register i7 child=Sanne parent=Fatima start=2026-03-02 informed=2026-03-04
  => ok id=i2 informed-recorded=yes not-applied=- informed=2026-03-04
again
school: register i8 child=Sanne parent=Fatima start=2026-03-02 => ok id=i2 informed-recorded=no not-applied=- informed=2026-03-04
school: register i9 child=Sanne parent=Fatima start=2026-03-02 not-informed=child_safety
  => ok id=i2 informed-recorded=no not-applied=informed informed=2026-03-04
again
# A retry of the first is answered as the first was, whatever holds since.
school: register i3 child=Sanne parent=Fatima area=noord start=2026-02-01 end=2026-12-31
  => ok id=i2 already=yes not-applied=area,start_date,end_date informed=2026-03-04
nobody-else is told
