from quality.documents.checklists import checklist_document, document_name

__all__ = ["checklist_document", "document_name"]
