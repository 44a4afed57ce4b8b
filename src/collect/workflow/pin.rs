//! How the version of something from elsewhere is fixed.

use crate::facts::Pin;
use crate::formats::image_name::Fixed;

/// The facts' word for it.
pub(super) fn pin(fixed: Fixed) -> Pin {
    match fixed {
        Fixed::Digest => Pin::Digest,
        Fixed::Ref => Pin::Ref,
        Fixed::None => Pin::None,
        Fixed::Unknown => Pin::Unknown,
    }
}
