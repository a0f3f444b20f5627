-- Feeding systems name a student by code and establishment (health.md 4): merged records too, which lead to the kept one.
create index student_by_code on student (student_code) where student_code is not null;
