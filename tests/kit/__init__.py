"""What tests are run with: engines, databases and the programs of the system."""
