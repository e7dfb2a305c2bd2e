/** What makes a phone work at once: phone cards, provisioning files and notices to fetch them. */
@org.jspecify.annotations.NullMarked
package org.trunkline.api.phone;
