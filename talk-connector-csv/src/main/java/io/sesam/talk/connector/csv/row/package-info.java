/**
 * The meaning of a row: columns, records, faults, and what damage leaves of it.
 *
 * <p>Called for each row of a scan; makes no objects for rows that nothing asks for.
 */
@NullMarked
package io.sesam.talk.connector.csv.row;

import org.jspecify.annotations.NullMarked;
