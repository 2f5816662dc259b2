//! The world: countries, capitals, demonyms, seats of government, organisations, parties, media, armed groups and people in
//! office, each with the code that PLOVER and CAMEO give such an actor.
//!
//! Takes the files under `world/` that the binary carries, and a user's own actor file ([`actors::read`]); gives a
//! [`World`] that answers two questions: what is called so ([`World::find`]), and which actor a named thing of a text is
//! ([`World::actor_of`]), given the functions that the text itself attributes to it and the day. [`Gazetteer`] is apart: it says where on the map the places of a name lie.
//!
//! It deliberately reads no text: which words are a name or a role is found elsewhere. It says nothing where several
//! answers fit, and a name it does not know has no actor. All words are data: none stands in this crate.
//!
//! ```
//! use depeche_record::Kind;
//! use depeche_world::{Date, World};
//!
//! let world = World::embedded();
//! let actor = world.actor_of("Moscou", Kind::Place, &[], None).expect("Moscow is a capital");
//! assert_eq!((actor.code.as_deref(), actor.country.as_deref()), (Some("RUS"), Some("RUS")));
//!
//! let roles = ["le porte-parole de la Maison Blanche"];
//! let actor = world.actor_of("Luc Vial", Kind::Person, &roles, Date::first("2023-08"));
//! assert_eq!(actor.expect("the text tells").code.as_deref(), Some("USAGOV"));
//! ```
#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod actors;
mod affiliation;
mod date;
mod embedded;
mod entry;
mod error;
mod files;
mod gazetteer;
mod phrase;
mod words;
mod world;

pub use affiliation::Actor;
pub use date::Date;
pub use entry::{Entry, EntryKind, Term};
pub use error::{ErrorKind, WorldError};
pub use gazetteer::{Gazetteer, GazetteerEntry, PlaceKind};
pub use world::World;
