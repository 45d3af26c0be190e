"""What the service tells of its own work: Prometheus metrics, and OpenTelemetry traces by an extra."""
