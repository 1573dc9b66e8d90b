/** The pages: what each shows and what its buttons do. */
@NullMarked
package io.sesam.talk.console.page;

import org.jspecify.annotations.NullMarked;
