package sample

import "math/rand/v2"

// dice are a stream of chance that is the same every time.
type dice struct{ *rand.Rand }

func newDice(seed, stream uint64) dice {
	return dice{rand.New(rand.NewPCG(seed, stream))}
}

// chance reports true in percent of a hundred throws.
func (d dice) chance(percent float64) bool { return d.Float64()*100 < percent }

// pick returns one of all, each as likely as the others.
func pick[T any](d dice, all []T) T { return all[d.IntN(len(all))] }

// A share is a value and how often it comes, in percent.
type share[T any] struct {
	percent float64
	value   T
}

// draw returns a value of the table; the last one takes what the others leave.
func draw[T any](d dice, table []share[T]) T {
	left := d.Float64() * 100
	for _, s := range table {
		if left -= s.percent; left < 0 {
			return s.value
		}
	}
	return table[len(table)-1].value
}
