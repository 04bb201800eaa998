"""Log-ins that this process has verified, and the log that says whether that still holds."""
