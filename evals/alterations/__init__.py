"""How often an altered statement passes the check of a model's words, and how often an honest paraphrase is kept."""
