ALTER TABLE bulletins DROP COLUMN figures;
ALTER TABLE bulletins DROP COLUMN subject;
ALTER TABLE bulletins DROP COLUMN about;
ALTER TABLE petition_publications DROP COLUMN office;
DROP TABLE petition_publication_files;
