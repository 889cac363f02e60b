<?xml version="1.0"?>
<!-- Settings for plain text: a table of contents that is four levels deep, and stands once. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="http://docbook.sourceforge.net/release/xsl/current/xhtml/docbook.xsl"/>
  <xsl:param name="toc.section.depth" select="4"/>
  <xsl:param name="generate.section.toc.level" select="1"/>
  <xsl:param name="css.decoration" select="0"/>
  <xsl:param name="html.longdesc" select="0"/>
  <xsl:param name="html.cleanup" select="1"/>
</xsl:stylesheet>
