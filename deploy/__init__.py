"""What the service is deployed with: the schema's migrations and, later, units and dashboards."""
