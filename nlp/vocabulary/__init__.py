"""The words and phrases that the rules look for, as TOML that people may edit."""
