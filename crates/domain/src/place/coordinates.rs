//! Points on the ground.

/// A point in degrees of WGS 84.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Coordinates {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
}

/// The mean radius of the Earth.
const EARTH_RADIUS_KM: f64 = 6_371.0;

/// The distance as the crow flies, in kilometers (haversine; off by less than 0.5 %, as the Earth is no
/// sphere). On the road it is about a third more.
pub fn distance_km(a: Coordinates, b: Coordinates) -> f64 {
    let half_latitude = (b.latitude - a.latitude).to_radians() / 2.0;
    let half_longitude = (b.longitude - a.longitude).to_radians() / 2.0;
    let (across, along) = (half_latitude.sin(), half_longitude.sin());
    let parallels = a.latitude.to_radians().cos() * b.latitude.to_radians().cos();
    let chord = (across * across + parallels * along * along).clamp(0.0, 1.0);
    2.0 * EARTH_RADIUS_KM * chord.sqrt().asin()
}

/// The same in whole meters.
#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    reason = "no two points of the Earth are as far from each other as an i64 reaches"
)]
pub fn distance_m(a: Coordinates, b: Coordinates) -> i64 {
    (distance_km(a, b) * 1000.0).round() as i64
}
