DROP TABLE login_origins;
DROP TABLE throttles;
DROP TABLE consents;
DROP TABLE account_requests;
DROP TABLE registrations;
