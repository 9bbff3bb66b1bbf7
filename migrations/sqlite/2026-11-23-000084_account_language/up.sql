-- In which language mail to an account is written; those there are have the office's own.
ALTER TABLE accounts ADD COLUMN language TEXT NOT NULL DEFAULT 'zh-CN'
    CHECK (language IN ('zh-CN', 'en'));
