"""The year 2022 lived by a client from outside: HTTP and the mailbox, nothing else."""
