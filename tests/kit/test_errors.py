import inspect

from kit import errors


def test_every_error_says_who_must_act_and_has_a_default_message() -> None:
    kinds = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, errors.ShopstaffError)]
    assert len(kinds) == 7
    for kind in kinds:
        assert str(kind())
        assert kind.code and kind.http_status >= 200 and kind.exit_code in (1, 2)
        assert kind.__name__ in (errors.__doc__ or "")


def test_faults_of_an_input_are_kept_one_by_one() -> None:
    assert errors.BadInput("2 faults", ["line 1: …", "line 7: …"]).faults == ["line 1: …", "line 7: …"]
