"""Who works here: what an employee and a job are, the supervisor, the four employees, and how texts are understood."""
