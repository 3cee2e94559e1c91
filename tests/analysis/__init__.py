"""Tests of analysis: no network, no clock, small inputs."""
