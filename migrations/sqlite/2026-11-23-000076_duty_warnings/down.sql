DROP TABLE duty_warnings;
DROP INDEX promises_to_look_at;
ALTER TABLE promises DROP COLUMN look_at;
DROP INDEX referrals_to_look_at;
ALTER TABLE referrals DROP COLUMN look_at;
DROP INDEX dissatisfactions_to_look_at;
ALTER TABLE dissatisfactions DROP COLUMN look_at;
