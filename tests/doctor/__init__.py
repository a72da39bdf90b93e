"""What `sidecar doctor` finds: every broken set-up here is really made."""
