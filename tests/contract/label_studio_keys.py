"""The keys of what Label Studio 1.23.2 answers with, form by form: clients read them by name."""

PROJECT = set("""id title description label_config expert_instruction show_instruction show_skip_button enable_empty_annotation
show_annotation_history organization color maximum_annotations is_published model_version is_draft created_by created_at
min_annotations_to_start_training start_training_on_annotation_update show_collab_predictions num_tasks_with_annotations task_number
useful_annotation_number ground_truth_number skipped_annotations_number total_annotations_number total_predictions_number sampling
show_ground_truth_first annotator_evaluation_enabled show_overlap_first overlap_cohort_percentage task_data_login task_data_password
control_weights parsed_label_config evaluate_predictions_automatically config_has_control_tags skip_queue
reveal_preannotations_interactively pinned_at finished_task_number queue_total queue_done config_suitable_for_bulk_annotation state""".split())
TASK = set("""id data meta created_at updated_at is_labeled overlap inner_id total_annotations cancelled_annotations total_predictions
comment_count unresolved_comment_count last_comment_updated_at project updated_by file_upload comment_authors""".split())
LISTED = TASK | set("""drafts annotators annotations_results predictions_results storage_filename annotations_ids
predictions_model_versions""".split())
WHOLE = LISTED | {"annotations", "predictions", "predictions_score", "avg_lead_time", "completed_at", "draft_exists"}
NEXT = TASK | {"annotations", "predictions", "drafts", "unique_lock_id", "queue"}
ANNOTATION = set("""id result created_username created_ago completed_by was_cancelled ground_truth created_at updated_at
draft_created_at lead_time import_id last_action bulk_created task project updated_by parent_prediction parent_annotation
last_created_by""".split())
DRAFT = set("""id user created_username created_ago result lead_time was_postponed import_id created_at updated_at task
annotation""".split())
PREDICTION = set("""id result model_version created_ago score cluster neighbors mislabeling created_at updated_at model model_run task
project""".split())
IMPORTED = set("""task_count annotation_count prediction_count duration file_upload_ids could_be_tasks_list found_formats
data_columns""".split())
EXPORTED = set("""id annotations drafts predictions data meta created_at updated_at allow_skip inner_id total_annotations
cancelled_annotations total_predictions comment_count unresolved_comment_count last_comment_updated_at project updated_by
comment_authors""".split())
