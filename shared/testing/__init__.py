"""What tests stand on: databases, clocks, clients."""
