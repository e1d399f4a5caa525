"""What others announce, read where they announce it: one small module a kind of source. Knows no database."""
