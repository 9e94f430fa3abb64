"""Tables in, `Result` out; knows no study by name, touches no disk."""
