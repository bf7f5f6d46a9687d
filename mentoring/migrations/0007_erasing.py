from django.db import migrations

# Both functions run with the rights of the owner of the tables. The record that they ask for is a fresh row of the
# log of access, which nobody can take back: see mentoring/accounts/erasure.py.
FUNCTIONS = """
CREATE FUNCTION mentoring_require_erasure(record_id bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM public.mentoring_accessrecord
        WHERE id = record_id AND kind = 'erase' AND at > transaction_timestamp() - interval '5 minutes'
    ) THEN
        RAISE EXCEPTION 'nothing is erased without a fresh record in the log' USING ERRCODE = 'insufficient_privilege';
    END IF;
END $$;

CREATE FUNCTION mentoring_let_erase(table_name text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    PERFORM set_config('pgtrigger.ignore', (
        SELECT coalesce(array_agg(tgname::text), '{}')::text FROM pg_trigger
        WHERE tgrelid = format('public.%I', table_name)::regclass AND tgname LIKE 'pgtrigger%'
    ), true);
END $$;

CREATE FUNCTION mentoring_erase_rows(record_id bigint, table_name text, column_name text, ids bigint[])
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE removed bigint;
BEGIN
    PERFORM public.mentoring_require_erasure(record_id);
    IF table_name NOT IN ('mentoring_statuschange', 'mentoring_issuedfile', 'registry_formerscan') AND NOT EXISTS (
        SELECT 1 FROM information_schema.columns c
        WHERE c.table_schema = 'public' AND c.table_name = mentoring_erase_rows.table_name
            AND c.column_name = 'pgh_obj_id'
    ) THEN
        RAISE EXCEPTION 'rows of % are not erased here', table_name USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM public.mentoring_let_erase(table_name);
    EXECUTE format('DELETE FROM public.%I WHERE %I = ANY($1)', table_name, column_name) USING ids;
    GET DIAGNOSTICS removed = ROW_COUNT;
    PERFORM set_config('pgtrigger.ignore', '{}', true);
    RETURN removed;
END $$;

CREATE FUNCTION mentoring_blank_documents(record_id bigint, ids bigint[])
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE blanked bigint;
BEGIN
    PERFORM public.mentoring_require_erasure(record_id);
    PERFORM public.mentoring_let_erase('mentoring_issueddocument');
    UPDATE public.mentoring_issueddocument SET
        data = '{}', title = 'Документ уничтожен', status = 'cancelled',
        cancelled_on = coalesce(cancelled_on, current_date),
        cancel_reason = 'Персональные данные уничтожены по акту.'
    WHERE id = ANY(ids);
    GET DIAGNOSTICS blanked = ROW_COUNT;
    PERFORM public.mentoring_let_erase('mentoring_issuedfile');
    DELETE FROM public.mentoring_issuedfile WHERE document_id = ANY(ids);
    PERFORM set_config('pgtrigger.ignore', '{}', true);
    RETURN blanked;
END $$;
"""
BACK = """
DROP FUNCTION mentoring_blank_documents(bigint, bigint[]);
DROP FUNCTION mentoring_erase_rows(bigint, text, text, bigint[]);
DROP FUNCTION mentoring_let_erase(text);
DROP FUNCTION mentoring_require_erasure(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("mentoring", "0006_access_log_whole")]
    operations = [migrations.RunSQL(FUNCTIONS, BACK)]
