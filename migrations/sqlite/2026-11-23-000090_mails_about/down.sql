DROP INDEX mails_by_about;
