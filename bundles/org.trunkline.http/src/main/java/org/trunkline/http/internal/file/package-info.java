/** Upload and download of files that subscribers send each other. */
@NullMarked
package org.trunkline.http.internal.file;

import org.jspecify.annotations.NullMarked;
