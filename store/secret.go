package store

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
)

// tokenKey names the key that tokens are encrypted under, so that a later one can
// take over while old rows still say which they need.
const tokenKey = 1

// keys are derived from the deployment's one secret, each for one purpose.
type keys struct {
	tokens cipher.AEAD // AES-256-GCM
	feeds  []byte      // of HMAC-SHA-256
}

// deriveKeys needs a secret of 32 bytes.
func deriveKeys(secret []byte) (keys, error) {
	if len(secret) != 32 {
		return keys{}, errors.New("the secret key must have 32 bytes")
	}
	key, err := hkdf.Key(sha256.New, secret, nil, "slack tokens", 32)
	if err != nil {
		return keys{}, fmt.Errorf("deriving key: %w", err)
	}
	feeds, err := hkdf.Key(sha256.New, secret, nil, "calendar feeds", 32)
	if err != nil {
		return keys{}, fmt.Errorf("deriving key: %w", err)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return keys{}, fmt.Errorf("deriving key: %w", err)
	}
	aead, err := cipher.NewGCM(block)
	return keys{tokens: aead, feeds: feeds}, err
}

// seal encrypts a team's token; it opens for that team alone.
func (k keys) seal(team, token string) []byte {
	nonce := make([]byte, k.tokens.NonceSize())
	rand.Read(nonce) // never fails
	return k.tokens.Seal(nonce, nonce, []byte(token), []byte(team))
}

// open decrypts what seal made.
func (k keys) open(team string, sealed []byte) (string, error) {
	n := k.tokens.NonceSize()
	if len(sealed) < n {
		return "", errors.New("opening token: too short")
	}
	token, err := k.tokens.Open(nil, sealed[:n], sealed[n:], []byte(team))
	if err != nil {
		return "", errors.New("opening token: it was sealed with another secret key")
	}
	return string(token), nil
}
