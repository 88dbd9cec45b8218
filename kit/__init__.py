"""What knows no shop: money, time, ids, facts, text, storage, errors, discovery."""
