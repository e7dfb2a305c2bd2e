"""Figures of the packaged node, measured from outside with SIPp and RTP over loopback."""
