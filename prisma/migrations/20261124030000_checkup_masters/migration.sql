-- The method a check-up code stands for (the code is chosen with it), and the edition of the choice tables as of every other master.
-- Both tables are empty until the masters are loaded for the first time after this.
ALTER TABLE master.checkup_item ADD COLUMN method_code TEXT;
ALTER TABLE master.checkup_choice ADD COLUMN edition TEXT NOT NULL;
