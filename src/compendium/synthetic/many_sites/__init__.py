"""A whole made-up study of as many authorities as wanted, after the pattern of a shipped one."""
