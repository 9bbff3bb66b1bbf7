ALTER TABLE petition_publications DROP COLUMN office;
DROP TABLE petition_publication_files;
