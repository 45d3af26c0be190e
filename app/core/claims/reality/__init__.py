"""What is so, what is not, what is planned, and what is only opinion."""
