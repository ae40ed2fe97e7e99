-- A row per question: 14 ratings of service from 1 to 5, where 0 means 'not applicable', and satisfied or not.
--
-- Each rating is a touchpoint of its own: the survey asks one question about each, and to average unlike ones
-- would hide which of them counts. Satisfaction has two answers, 0 and 1, so its index is the share satisfied.
SELECT
    item,
    CASE WHEN item = 'satisfaction' THEN 'satisfaction' ELSE 'quality' END AS construct,
    'perception' AS kind,
    touchpoint,
    CASE WHEN item = 'satisfaction' THEN 0 ELSE 1 END AS scale_min,
    CASE WHEN item = 'satisfaction' THEN 1 ELSE 5 END AS scale_max,
    FALSE AS reversed,
    CASE WHEN item <> 'satisfaction' THEN 0 END AS not_applicable
FROM (
    VALUES
    ('ease_of_online_booking', 'online booking'),
    ('departure_and_arrival_time_convenience', 'flight times'),
    ('check_in_service', 'check-in'),
    ('gate_location', 'gate location'),
    ('online_boarding', 'online boarding'),
    ('on_board_service', 'on-board service'),
    ('in_flight_service', 'in-flight service'),
    ('seat_comfort', 'seat comfort'),
    ('leg_room_service', 'leg room'),
    ('cleanliness', 'cleanliness'),
    ('food_and_drink', 'food and drink'),
    ('in_flight_wifi_service', 'wifi'),
    ('in_flight_entertainment', 'entertainment'),
    ('baggage_handling', 'baggage handling'),
    ('satisfaction', NULL)
) AS questions (item, touchpoint)
