/** The pages in the browser: the web server, who may enter, and what it sends. */
@NullMarked
package dev.advect.view.page;

import org.jspecify.annotations.NullMarked;
