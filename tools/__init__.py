"""What an employee may do, one file per noun. Every tool that writes builds an effect and gives it to the desk."""
