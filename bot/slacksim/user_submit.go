package slacksim

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/mail"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Result is what came of a submit.
type Result struct {
	*Delivery
	modal  *Modal
	did    string // update, push, clear, errors, or empty for closed
	errors map[string]string
	pushed *view
}

// Closed reports whether the modal was closed by the answer.
func (r *Result) Closed() bool { return !r.modal.Open() }

// Errors returns what was said to be wrong, by the labels of the inputs.
func (r *Result) Errors() map[string]string { return r.errors }

// Updated reports whether the modal was given new content by the answer.
func (r *Result) Updated() bool { return r.did == "update" }

// Pushed returns the modal that the answer laid on top, or nil.
func (r *Result) Pushed() *Modal {
	if r.pushed == nil {
		return nil
	}
	return r.modal.user.modal(r.pushed)
}

// Submit presses the submit button. Slack itself first refuses what is missing or badly
// formed; then nothing is delivered.
func (m *Modal) Submit() *Result {
	r, err := m.submit()
	if err != nil {
		m.ws.fatal("submitting: %v", err)
	}
	return r
}

// submit is Submit; its error says why there was nothing to press.
func (m *Modal) submit() (*Result, error) {
	m.ws.mu.Lock()
	v, r := m.view, &Result{Delivery: &Delivery{ws: m.ws}, modal: m}
	if reason := v.unsubmittable(); reason != "" {
		m.ws.mu.Unlock()
		return nil, errors.New(reason)
	}
	v.refuse()
	r.errors = v.labelledErrors()
	payload := m.ws.interaction("view_submission", m.user)
	payload["view"], payload["response_urls"] = v.payload(m.ws), []any{}
	payload["trigger_id"] = m.ws.newTrigger(m.user, v)
	m.ws.touch()
	m.ws.mu.Unlock()
	if len(r.errors) > 0 {
		return r, nil
	}
	r.Delivery = m.ws.send(envelope{kind: interactive, payload: payload})
	m.ws.mu.Lock()
	defer m.ws.mu.Unlock()
	m.apply(r)
	return r, nil
}

// unsubmittable says why the view has no submit button to press; empty if it has one.
func (v *view) unsubmittable() string {
	if reason := v.gone(); reason != "" {
		return reason
	}
	switch {
	case v.drawn["submit"] == nil:
		return "the modal has no submit button"
	case v.drawn["submit_disabled"] == true:
		return "the submit button is disabled"
	}
	return ""
}

// trouble is what Slack says when it cannot make sense of an answer.
const trouble = "We had some trouble connecting. Try again?"

// apply does to the modal what the app answered. The lock is held.
func (m *Modal) apply(r *Result) {
	defer m.ws.touch()
	var body obj
	text := strings.TrimSpace(string(r.body))
	switch {
	case r.failure != "":
		m.view.notice = trouble
		return
	case text != "" && json.Unmarshal([]byte(text), &body) != nil:
		m.fault("the answer is no JSON: %.80s", text)
		return
	}
	height := slices.Index(m.user.stack, m.view)
	if height < 0 {
		return // the app or the person closed it meanwhile
	}
	r.did = args(body).str("response_action")
	switch r.did {
	case "":
		m.ws.leave(m.user, height)
	case "clear":
		m.ws.leave(m.user, 0)
	case "errors":
		m.applyErrors(r, body)
	case "update", "push":
		m.applyView(r, body)
	default:
		m.fault("response_action %q is unknown", r.did)
	}
}

// fault shows the person a failure and complains of its cause.
func (m *Modal) fault(format string, args ...any) {
	m.view.notice = trouble
	m.ws.complain("view_submission: %s", fmt.Sprintf(format, args...))
}

func (m *Modal) applyErrors(r *Result, body obj) {
	said, _ := body["errors"].(obj)
	if len(said) == 0 {
		m.fault("response_action errors without errors")
	}
	for _, id := range sortedKeys(said) {
		isInput := slices.ContainsFunc(m.view.blocks, func(b obj) bool { return b["block_id"] == id && b["type"] == "input" })
		text, isText := said[id].(string)
		switch {
		case !isInput:
			m.fault("the error of %s belongs to no input", id)
		case !isText || text == "":
			m.fault("the error of %s is no text", id)
		default:
			m.view.errors[id] = text
		}
	}
	r.errors = m.view.labelledErrors()
}

func (m *Modal) applyView(r *Result, body obj) {
	raw, _ := body["view"].(obj)
	drawn, blocks, problem := m.ws.checked(raw, "modal")
	switch {
	case problem != nil:
		m.fault("%s: %s", problem.code, strings.Join(problem.messages, "; "))
	case r.did == "update":
		m.ws.draw(m.view, drawn, blocks)
	case len(m.user.stack) >= maxStack:
		m.fault("push_limit_reached")
	default:
		r.pushed = m.ws.enter(m.user, drawn, blocks)
	}
}

// A refusal is what Slack itself has against what a field holds.
type refusal struct {
	Word string  `json:"word"` // what is wrong, by its name in refusals and among the page's words
	N    float64 `json:"n"`    // the bound that is not kept, if it is about one
}

// refusals are Slack's own errors of fields as a test reads them. The page has them in
// its reader's language.
var refusals = map[string]string{
	"required":  "Please complete this required field.",
	"notEmail":  "Please enter a valid email address.",
	"notURL":    "Please enter a valid URL.",
	"notNumber": "Please enter a valid number.",
	"tooLow":    "Please enter a number of at least %v.",
	"tooHigh":   "Please enter a number of at most %v.",
	"tooShort":  "Please enter at least %v characters.",
	"tooLong":   "Please enter at most %v characters.",
	"tooMany":   "Please select no more than %v.",
}

// String is the refusal in English.
func (r refusal) String() string {
	return strings.ReplaceAll(refusals[r.Word], "%v", strconv.FormatFloat(r.N, 'f', -1, 64))
}

// refuse sets the view's errors to those that Slack itself has.
func (v *view) refuse() {
	v.errors, v.refused, v.notice = map[string]string{}, v.unready(), ""
	for id, r := range v.refused {
		v.errors[id] = r.String()
	}
}

// unready returns what Slack itself has against what was typed, by block id.
func (v *view) unready() map[string]refusal {
	out := map[string]refusal{}
	for e := range elements(v.blocks) {
		if !e.inInput() {
			continue
		}
		held := holdings[e.kind()]
		value := v.values[e.block()][e.action()][held.field]
		if many, isList := value.([]any); isList && len(many) == 0 {
			value = nil
		}
		if value == nil {
			if e.holder["optional"] != true {
				out[e.block()] = refusal{Word: "required"}
			}
			continue
		}
		if text, isText := value.(string); isText {
			if r := misfit(e, text); r.Word != "" {
				out[e.block()] = r
			}
		}
		if most, set := e.el["max_selected_items"].(float64); set && len(value.([]any)) > int(most) {
			out[e.block()] = refusal{"tooMany", most}
		}
	}
	return out
}

// misfit returns what Slack has against a typed text; no word if nothing.
func misfit(e element, text string) refusal {
	bound := func(name string) (float64, bool) {
		n, err := strconv.ParseFloat(args(e.el).str(name), 64)
		return n, err == nil
	}
	size := float64(length(text))
	switch e.kind() {
	case "email_text_input":
		if a, err := mail.ParseAddress(text); err != nil || a.Address != text {
			return refusal{Word: "notEmail"}
		}
		return refusal{}
	case "url_text_input":
		if u, err := url.Parse(text); err != nil || u.Host == "" {
			return refusal{Word: "notURL"}
		}
		return refusal{}
	case "number_input":
		n, err := strconv.ParseFloat(text, 64)
		if err != nil || e.el["is_decimal_allowed"] != true && n != float64(int64(n)) {
			return refusal{Word: "notNumber"}
		}
		if low, set := bound("min_value"); set && n < low {
			return refusal{"tooLow", low}
		}
		if high, set := bound("max_value"); set && n > high {
			return refusal{"tooHigh", high}
		}
		return refusal{}
	}
	if low, set := bound("min_length"); set && size < low {
		return refusal{"tooShort", low}
	}
	high, set := bound("max_length")
	if !set {
		high = 3000
	}
	if size > high {
		return refusal{"tooLong", high}
	}
	return refusal{}
}
