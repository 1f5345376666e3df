-- Who was invited into an organization. The secret in the mail is stored as its hash only.

CREATE TABLE invitations (
    id blob NOT NULL PRIMARY KEY,
    organization_id blob NOT NULL REFERENCES organizations (id),
    email text NOT NULL,
    role text NOT NULL,
    code_hash blob NOT NULL,
    invited_by blob NOT NULL REFERENCES persons (id),
    created_at integer NOT NULL,
    expires_at integer NOT NULL,
    status text NOT NULL,
    status_changed_at integer NOT NULL,
    status_changed_by blob REFERENCES persons (id),
    revision integer NOT NULL,
    CONSTRAINT invitations_role_known CHECK (role IN ('owner', 'coordinator', 'volunteer')),
    CONSTRAINT invitations_status_known CHECK (status IN ('pending', 'accepted', 'revoked'))
) STRICT;
CREATE UNIQUE INDEX invitations_code_unique ON invitations (code_hash);
CREATE INDEX invitations_by_organization ON invitations (organization_id, id);
CREATE INDEX invitations_by_end ON invitations (expires_at);
