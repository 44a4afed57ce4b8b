//! Where the project is on its forge, as far as its remote tells.

use super::Context;
use crate::forge::host_and_path;
use crate::formats::review::Place;

/// Where the project is; nowhere that is known where its remote is no forge's address.
pub(super) struct OwnPlace(Option<Place>);

impl OwnPlace {
    /// As the remote `origin` says.
    pub fn of(context: &Context) -> Self {
        let address = context.repo().remote_address("origin");
        OwnPlace(address.as_deref().and_then(place))
    }

    /// Whether a place on a forge is the project's own, as far as the remote tells.
    pub fn is(&self, place: &Place) -> bool {
        // A host without a dot is a name that only the configuration of SSH knows.
        self.0.as_ref().is_none_or(|own| {
            own.path == place.path && (!own.host.contains('.') || own.host == place.host)
        })
    }

    /// Whether a place is on the project's own forge, as far as the remote tells.
    pub fn is_host_of(&self, place: &Place) -> bool {
        let host = self.0.as_ref().map(|own| own.host.as_str());
        host.is_some_and(|host| !host.contains('.') || host == place.host)
    }

    /// Whether `owner/name`, in lower case, is the project's own, as far as the remote tells.
    pub fn has_path(&self, path: &str) -> bool {
        self.0.as_ref().is_none_or(|own| own.path == path)
    }

    /// Whether the project is on a host of GitLab.
    pub fn is_gitlab(&self) -> bool {
        let host = self.0.as_ref().map(|own| own.host.as_str());
        host.is_some_and(|host| host.contains("gitlab"))
    }
}

fn place(address: &str) -> Option<Place> {
    let (host, path) = host_and_path(address)?;
    // SSH over the port of HTTPS has a host of its own.
    let host = ["ssh.", "altssh."]
        .iter()
        .find_map(|prefix| host.strip_prefix(prefix))
        .unwrap_or(&host);
    let place = Place {
        host: host.to_owned(),
        path: path.to_lowercase(),
    };
    (!place.host.is_empty() && place.path.contains('/')).then_some(place)
}
