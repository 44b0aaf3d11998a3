/** Holds the documentation to the code: its Java is compiled and runs, its references name what is there, its commands parse. */
package io.isotropy.docs;
