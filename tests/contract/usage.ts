// What a partner's front-end would write. It is compiled, not run: that it compiles is the test.

import createClient from "openapi-fetch";
import type { components, paths } from "./schema";

type Listing = components["schemas"]["Listing"];
type ListingDetails = components["schemas"]["ListingDetails"];

const api = createClient<paths>({ baseUrl: "https://bourse.example" });

/** An answer's union is told apart by its tag, and every tag is dealt with. */
export function inWords(details: ListingDetails): string {
  switch (details.type) {
    case "goods":
      return details.condition ?? "in any condition";
    case "service":
      return "a service";
    case "skill":
      return `${details.headcount} people, ${details.hours_per_person} hours each`;
    default: {
      const never: never = details;
      return never;
    }
  }
}

/** A request's union takes a variant with its own members, and no others. */
export async function post(organization: string, week: string): Promise<Listing | undefined> {
  const { data, error } = await api.POST("/v1/listings", {
    params: { header: { "Idempotency-Key": "chairs-1" } },
    body: {
      organization_id: organization,
      exchange_week_id: week,
      direction: "offer",
      details: { type: "skill", headcount: 3, hours_per_person: "4", skills: ["gardening"] },
      category: "furniture",
      original_language: "fr",
      texts: { fr: { title: "Jardiniers", description: "", wanted_in_return: null } },
      languages_needed: [],
      place: "mersch",
      windows: [],
      quantity: { value: "12", unit: "hour" },
    },
  });
  if (error) {
    for (const fault of error.errors ?? []) console.warn(fault.pointer, fault.detail, fault.remedy);
    return undefined;
  }
  return data;
}

// @ts-expect-error Goods have no head count.
export const wrong: ListingDetails = { type: "goods", condition: null, headcount: 3 };

// @ts-expect-error There is no such variant.
export const unknown: ListingDetails = { type: "money" };

/** A patch names what it changes and nothing else; the tag of what was read goes with it. */
export async function rename(listing: Listing, etag: string): Promise<void> {
  const { error } = await api.PATCH("/v1/listings/{listing_id}", {
    params: { path: { listing_id: listing.id }, header: { "If-Match": etag } },
    body: { category: "furniture" },
  });
  if (error) throw new Error(error.code);
}

/** Pages lead on by their cursor; lists of values in a query are arrays. */
export async function* offers(): AsyncGenerator<Listing> {
  let cursor: string | null = null;
  do {
    const query: { cursor?: string } = cursor === null ? {} : { cursor };
    const { data } = await api.GET("/v1/listings", {
      params: { query: { ...query, direction: "offer", kind: ["goods", "skill"], limit: 50 } },
    });
    if (!data) return;
    for (const listing of data.items) {
      console.info(listing.reference, inWords(listing.details), listing.actions.map((one) => one.name));
      yield listing;
    }
    cursor = data.next_cursor;
  } while (cursor !== null);
}
