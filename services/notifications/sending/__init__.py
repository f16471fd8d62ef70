"""Letters go out by SMTP, once or listed as uncertain."""
