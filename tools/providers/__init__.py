"""Mail providers: what to connect to for an address, and what it allows."""

from .address import AddressError, normalize_domain, split_address
from .discovery import discover
from .model import Discovery, Endpoint, Limits, Provider
from .names import free_domains, is_free, is_noreply, is_role, role_names
from .registry import all_providers, by_domain, by_imap_host, by_key, by_mx

__all__ = [
    "AddressError",
    "Discovery",
    "Endpoint",
    "Limits",
    "Provider",
    "all_providers",
    "by_domain",
    "by_imap_host",
    "by_key",
    "by_mx",
    "discover",
    "free_domains",
    "is_free",
    "is_noreply",
    "is_role",
    "normalize_domain",
    "role_names",
    "split_address",
]
