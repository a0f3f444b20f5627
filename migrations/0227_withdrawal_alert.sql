-- The commission that wants to know of withdrawals (commission.alert_withdrawal) is told by this template.
insert into admissions.mail_template (code, label) values
  ('COMMISSION_ALERT_DESISTEMENT', 'Commission : désistement d’un candidat');
