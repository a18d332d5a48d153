"""JUnit XML: what build servers count, name and show."""

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from simulator.reports.junit import junit
from simulator.stories.result import StoryResult
from tests.cli.running import same_as_golden
from tests.reports.played import anything, results

# The schema that Jenkins' xUnit plugin and others go by, as far as it concerns us; file and line as pytest has them.
_SCHEMA = """
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
 <xs:attributeGroup name="counts"><xs:attribute name="name" use="required"/>
  <xs:attribute name="tests" type="xs:nonNegativeInteger" use="required"/>
  <xs:attribute name="failures" type="xs:nonNegativeInteger" use="required"/>
  <xs:attribute name="errors" type="xs:nonNegativeInteger" use="required"/>
  <xs:attribute name="skipped" type="xs:nonNegativeInteger" use="required"/>
  <xs:attribute name="time" type="xs:decimal" use="required"/></xs:attributeGroup>
 <xs:element name="testsuites"><xs:complexType><xs:sequence>
  <xs:element name="testsuite" minOccurs="0" maxOccurs="unbounded"><xs:complexType><xs:sequence>
   <xs:element name="testcase" maxOccurs="unbounded"><xs:complexType><xs:choice minOccurs="0">
     <xs:element name="failure"><xs:complexType><xs:simpleContent><xs:extension base="xs:string">
       <xs:attribute name="message" use="required"/><xs:attribute name="type" use="required"/>
     </xs:extension></xs:simpleContent></xs:complexType></xs:element>
     <xs:element name="skipped"><xs:complexType><xs:attribute name="message"/></xs:complexType></xs:element>
    </xs:choice>
    <xs:attribute name="name" use="required"/><xs:attribute name="classname" use="required"/>
    <xs:attribute name="time" type="xs:decimal" use="required"/><xs:attribute name="file" use="required"/>
    <xs:attribute name="line" type="xs:positiveInteger"/>
   </xs:complexType></xs:element>
  </xs:sequence><xs:attributeGroup ref="counts"/></xs:complexType></xs:element>
 </xs:sequence><xs:attributeGroup ref="counts"/></xs:complexType></xs:element>
</xs:schema>
"""
SCHEMA = etree.XMLSchema(etree.fromstring(_SCHEMA))


def test_what_build_servers_read() -> None:
    same_as_golden("story-junit.xml", junit(results()).decode())


def test_counts() -> None:
    root = etree.fromstring(junit(results()))
    SCHEMA.assertValid(root)
    assert root.attrib["tests"] == "5"
    assert (root.attrib["failures"], root.attrib["skipped"]) == ("3", "1")
    assert len(root.findall("testsuite/testcase/failure")) == 3


@given(st.lists(anything(), max_size=3))
def test_any_letters(found: list[StoryResult]) -> None:
    SCHEMA.assertValid(etree.fromstring(junit(found), etree.XMLParser(huge_tree=True)))
