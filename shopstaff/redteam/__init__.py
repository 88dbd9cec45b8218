"""The drill: a hostile model and named cases of public failures against the staff, judged from the shop's tables."""
