//! Pages of lists.

/// A page of a list: what is on it, and whether anything follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// What is on it, in order.
    pub items: Vec<T>,
    /// Whether the list goes on after it.
    pub has_more: bool,
}

impl<T> Page<T> {
    /// The page of at most `limit` items, from a query for [`one_more`].
    pub(crate) fn cut(mut items: Vec<T>, limit: u32) -> Self {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let has_more = items.len() > limit;
        items.truncate(limit);
        Self { items, has_more }
    }

    /// The same page of other things.
    pub(crate) fn try_map<U, E>(self, map: impl FnMut(T) -> Result<U, E>) -> Result<Page<U>, E> {
        let items = self.items.into_iter().map(map).collect::<Result<_, _>>()?;
        Ok(Page { items, has_more: self.has_more })
    }
}

/// What to ask the store for, to know whether anything follows.
pub(crate) fn one_more(limit: u32) -> u32 {
    limit.saturating_add(1)
}
