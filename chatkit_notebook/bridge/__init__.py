"""Between the session and the browser: one comm, one envelope each way, nothing lost."""
